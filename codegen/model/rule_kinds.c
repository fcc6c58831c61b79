#include "codegen/model/rule_kinds.h"

#include <string.h>

static const struct rule_kind kinds[] = {
	{ "", "const", "const", 0 },
	{ "", "in", "in", 0 },
	{ "", "not_in", "not_in", 0 },
	{ "", "example", "", RULE_SILENT },
	{ "", "lt", "bounds", RULE_BOUND },
	{ "", "lte", "bounds", RULE_BOUND },
	{ "", "gt", "bounds", RULE_BOUND },
	{ "", "gte", "bounds", RULE_BOUND },
	{ "", "finite", "finite", RULE_SWITCH },
	{ "enum", "defined_only", "defined_only", RULE_SWITCH },
	{ "string", "len", "characters", 0 },
	{ "string", "min_len", "min_characters", 0 },
	{ "string", "max_len", "max_characters", 0 },
	{ "string", "len_bytes", "bytes", 0 },
	{ "string", "min_bytes", "min_bytes", 0 },
	{ "string", "max_bytes", "max_bytes", 0 },
	{ "bytes", "len", "bytes", 0 },
	{ "bytes", "min_len", "min_bytes", 0 },
	{ "bytes", "max_len", "max_bytes", 0 },
	{ "", "pattern", "pattern", RULE_PATTERN },
	{ "", "prefix", "prefix", 0 },
	{ "", "suffix", "suffix", 0 },
	{ "", "contains", "contains", 0 },
	{ "", "not_contains", "not_contains", 0 },
	{ "bytes", "ip", "size", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "bytes", "ipv4", "size", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "bytes", "ipv6", "size", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "bytes", "uuid", "size", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "email", "email", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "hostname", "hostname", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ip", "ip", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ipv4", "ipv4", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ipv6", "ipv6", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "uri", "uri", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "uri_ref", "uri_ref", RULE_SWITCH },
	{ "string", "address", "address", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "uuid", "uuid", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "tuuid", "tuuid", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ip_with_prefixlen", "ip_with_prefixlen", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ipv4_with_prefixlen", "ipv4_with_prefixlen", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ipv6_with_prefixlen", "ipv6_with_prefixlen", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ip_prefix", "ip_prefix", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ipv4_prefix", "ipv4_prefix", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ipv6_prefix", "ipv6_prefix", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "host_and_port", "host_and_port", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "ulid", "ulid", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "protobuf_fqn", "protobuf_fqn", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "protobuf_dot_fqn", "protobuf_dot_fqn", RULE_SWITCH | RULE_NOT_EMPTY },
	{ "string", "strict", "", RULE_SILENT },
	{ "repeated", "min_items", "min_items", 0 },
	{ "repeated", "max_items", "max_items", 0 },
	{ "repeated", "unique", "unique", RULE_SWITCH },
	{ "map", "min_pairs", "min_items", 0 },
	{ "map", "max_pairs", "max_items", 0 },
};

const struct rule_kind *
rule_kind_find(const char *family, const char *name)
{
	if (strcmp(family, "field_mask") == 0)
		return NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].name, name) == 0 && (kinds[i].family[0] == '\0' || strcmp(kinds[i].family, family) == 0))
			return &kinds[i];
	return NULL;
}

static const struct {
	const char *family;
	ProtobufCType type;   /* MESSAGE: only the message fits */
	const char *message;  /* the message of google.protobuf that fits as well; "" for none */
} families[] = {
	{ "float", PROTOBUF_C_TYPE_FLOAT, "FloatValue" },
	{ "double", PROTOBUF_C_TYPE_DOUBLE, "DoubleValue" },
	{ "int32", PROTOBUF_C_TYPE_INT32, "Int32Value" },
	{ "int64", PROTOBUF_C_TYPE_INT64, "Int64Value" },
	{ "uint32", PROTOBUF_C_TYPE_UINT32, "UInt32Value" },
	{ "uint64", PROTOBUF_C_TYPE_UINT64, "UInt64Value" },
	{ "sint32", PROTOBUF_C_TYPE_SINT32, "" },
	{ "sint64", PROTOBUF_C_TYPE_SINT64, "" },
	{ "fixed32", PROTOBUF_C_TYPE_FIXED32, "" },
	{ "fixed64", PROTOBUF_C_TYPE_FIXED64, "" },
	{ "sfixed32", PROTOBUF_C_TYPE_SFIXED32, "" },
	{ "sfixed64", PROTOBUF_C_TYPE_SFIXED64, "" },
	{ "bool", PROTOBUF_C_TYPE_BOOL, "BoolValue" },
	{ "string", PROTOBUF_C_TYPE_STRING, "StringValue" },
	{ "bytes", PROTOBUF_C_TYPE_BYTES, "BytesValue" },
	{ "enum", PROTOBUF_C_TYPE_ENUM, "" },
	{ "any", PROTOBUF_C_TYPE_MESSAGE, "Any" },
	{ "duration", PROTOBUF_C_TYPE_MESSAGE, "Duration" },
	{ "timestamp", PROTOBUF_C_TYPE_MESSAGE, "Timestamp" },
	{ "field_mask", PROTOBUF_C_TYPE_MESSAGE, "FieldMask" },
};

bool
rule_family_fits(const char *family, const struct model_field *field, bool is_element)
{
	static const char package[] = "google.protobuf.";
	bool is_many = !is_element && field->presence == MODEL_REPEATED;

	if (strcmp(family, "repeated") == 0)
		return is_many && !field->is_map;
	if (strcmp(family, "map") == 0)
		return is_many && field->is_map;
	for (size_t i = 0; !is_many && i < sizeof families / sizeof families[0]; i++) {
		if (strcmp(families[i].family, family) != 0)
			continue;
		if (field->message == NULL)
			return field->type == families[i].type;
		return strncmp(field->message->node.full_name, package, strlen(package)) == 0 &&
		       strcmp(field->message->node.full_name + strlen(package), families[i].message) == 0;
	}
	return false;
}
