// protobuf C++ with an arena, whose first block outlives it: what is fastest there.
#include <cstdlib>
#include <string>

#include <google/protobuf/descriptor.pb.h>

#include "tests/bench/codec/codec.h"
#include "tests/bench/codec/messages.pb.h"

namespace {

alignas(16) char scratch[SCRATCH_BYTES];

google::protobuf::Arena *Scratch()
{
	static google::protobuf::ArenaOptions options;
	options.initial_block = scratch;
	options.initial_block_size = sizeof scratch;
	static google::protobuf::Arena arena(options);
	return &arena;
}

template <typename T>
const google::protobuf::MessageLite *Prototype()
{
	return &T::default_instance();
}

const google::protobuf::MessageLite *const prototypes[MESSAGES] = {
	Prototype<bench::codec::Tiny>(), Prototype<bench::codec::User>(), Prototype<bench::codec::Purchase>(),
	Prototype<bench::codec::LogBatch>(), Prototype<bench::codec::Deep>(),
};

google::protobuf::MessageLite *Decoded(int message, octets in, google::protobuf::Arena *arena)
{
	google::protobuf::MessageLite *result = prototypes[message]->New(arena);
	if (!result->ParseFromArray(in.data, static_cast<int>(in.len)))
		abort();
	return result;
}

void Decode(int message, octets in)
{
	Decoded(message, in, Scratch());
}

void *Keep(int message, octets in)
{
	return Decoded(message, in, nullptr);
}

octets Encode(int, void *kept)
{
	auto *message = static_cast<google::protobuf::MessageLite *>(kept);
	uint8_t *out = google::protobuf::Arena::CreateArray<uint8_t>(Scratch(), message->ByteSizeLong());
	uint8_t *end = message->SerializeWithCachedSizesToArray(out);
	return {out, static_cast<size_t>(end - out)};
}

void Release()
{
	Scratch()->Reset();
}

} // namespace

const codec codec_cpp = {"protobuf C++ arena", Decode, Keep, Encode, Release};

octets file_descriptor()
{
	static const std::string bytes = [] {
		google::protobuf::FileDescriptorProto proto;
		bench::codec::Tiny::descriptor()->file()->CopyTo(&proto);
		return proto.SerializeAsString();
	}();
	return {reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()};
}
