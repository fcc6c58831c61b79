// gRPC C++'s callback server, for comparison. Prints its port, serves until it is killed.
#include <grpcpp/grpcpp.h>

#include <cstdio>

#include "tests/bench/echo.grpc.pb.h"

namespace {

class Echo final : public bench::v1::Echo::CallbackService {
	grpc::ServerUnaryReactor *Reply(grpc::CallbackServerContext *context, const bench::v1::Payload *request,
	                                bench::v1::Payload *reply)
	{
		grpc::ServerUnaryReactor *reactor = context->DefaultReactor();

		reply->set_data(request->data());
		reactor->Finish(grpc::Status::OK);
		return reactor;
	}

	grpc::ServerUnaryReactor *Inline(grpc::CallbackServerContext *context, const bench::v1::Payload *request,
	                                 bench::v1::Payload *reply) override
	{
		return Reply(context, request, reply);
	}

	grpc::ServerUnaryReactor *Pooled(grpc::CallbackServerContext *context, const bench::v1::Payload *request,
	                                 bench::v1::Payload *reply) override
	{
		return Reply(context, request, reply);
	}
};

} // namespace

int
main()
{
	Echo echo;
	int port = 0;
	grpc::ServerBuilder builder;

	builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
	builder.RegisterService(&echo);
	std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
	if (server == nullptr)
		return 1;
	std::printf("%d\n", port);
	std::fflush(stdout);
	server->Wait();
	return 0;
}
