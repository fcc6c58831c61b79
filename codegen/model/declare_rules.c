/* The options of buf.validate at a field, oneof or message, as far as they can be read without knowing types. */
#include <buf/validate/validate.pb-c.h>
#include <string.h>

#include "codegen/model/builder.h"
#include "codegen/model/options.h"
#include "codegen/model/rule_values.h"
#include "codegen/request/unpack.h"
#include "maru/wire/internal/walk.h"

enum { RULES_OPTION = 1159 };

/* Whether the bytes are such a message. */
static bool
is_sound(struct draft *draft, const struct path *path, const struct model_node *node,
         const ProtobufCMessageDescriptor *descriptor, maru_bytes bytes)
{
	struct maru_arena *arena = draft->builder->arena;
	struct model_location location = source_info_part(&draft->info, path, path->n, node->location);
	ProtobufCMessage *ignored;
	maru_status status;

	if (bytes.data == NULL)
		return false;
	status = unpack(descriptor, bytes, arena, &ignored);
	if (status != MARU_OK)
		diagnose(judgement(draft), &location, DIAGNOSTIC_RULE_MALFORMED,
		         "the option at '%s' cannot be read as %s: %s; another buf/validate/validate.proto was imported; use the one "
		         "that came with the generator",
		         node->name, descriptor->name, status->message);
	return status == MARU_OK;
}

/* The path of the buf.validate option of the element that is being declared. */
static struct path
option_path(const struct draft *draft, int32_t options)
{
	struct path path = draft->path;

	path_push(&path, options, RULES_OPTION);
	return path;
}

void
declare_field_rules(struct draft *draft, struct model_field *field, const ProtobufCMessage *options, int32_t number)
{
	struct maru_arena *arena = draft->builder->arena;
	maru_bytes bytes = options_extension(options, RULES_OPTION, arena);
	struct path path = option_path(draft, number);
	struct model_rules_source *source;

	if (!is_sound(draft, &path, &field->node, &buf__validate__field_rules__descriptor, bytes))
		return;
	source = maru_arena_alloc(arena, sizeof *source);
	*source = (struct model_rules_source){ bytes, path };
	field->rules_source = source;
}

void
declare_oneof_rules(struct draft *draft, struct model_oneof *oneof, const ProtobufCMessage *options, int32_t number)
{
	maru_bytes bytes = options_extension(options, RULES_OPTION, draft->builder->arena);
	struct path path = option_path(draft, number);
	const uint8_t *at, *end;
	struct marui_wire_field wire;
	struct model_operand operand;

	if (!is_sound(draft, &path, &oneof->node, &buf__validate__oneof_rules__descriptor, bytes))
		return;
	at = bytes.data;
	end = at + bytes.len;
	while (marui_walk(&buf__validate__oneof_rules__descriptor, &at, end, &wire))
		if (wire.field != NULL && rule_operand(wire.field, wire.value, &operand) != 0)
			oneof->must_be_set = operand.u != 0;
}

/* One `oneof` of the message's option. */
static void
read_group(struct draft *draft, const struct path *path, struct model_message *message, maru_bytes bytes,
           struct model_group *group)
{
	const uint8_t *at = bytes.data, *end = bytes.data + bytes.len;
	struct maru_arena *arena = draft->builder->arena;
	struct model_location location = source_info_part(&draft->info, path, path->n, message->node.location);
	struct model_operand operand;
	struct marui_wire_field wire;

	*group = (struct model_group){ .text = "" };
	while (marui_walk(&buf__validate__message_oneof_rule__descriptor, &at, end, &wire)) {
		const struct model_field **more;
		const char *name;

		if (wire.field == NULL || strcmp(wire.field->name, "fields") != 0) {
			group->required = wire.field != NULL && rule_operand(wire.field, wire.value, &operand) != 0 && operand.u != 0;
			continue;
		}
		name = maru_arena_bytesdup(arena, wire.value);
		more = maru_arena_alloc(arena, (group->n + 1) * sizeof(struct model_field *));
		if (group->n != 0)
			memcpy(more, group->fields, group->n * sizeof(struct model_field *));
		more[group->n] = NULL;
		for (size_t i = 0; i < message->n_fields; i++)
			if (strcmp(message->fields[i].node.name, name) == 0)
				more[group->n] = &message->fields[i];
		for (size_t i = 0; i < group->n; i++)
			if (more[i] == more[group->n])
				more[group->n] = NULL;
		if (more[group->n] == NULL) {
			diagnose(judgement(draft), &location, DIAGNOSTIC_RULE_MISFIT,
			         "'%s' in the oneof rule of '%s' is no field of it, or stands there twice; a rule is about fields of its "
			         "own message, once each; correct the name",
			         name, message->node.name);
			continue;
		}
		group->fields = more;
		group->text = maru_arena_printf(arena, "%s%s%s", group->text, group->n++ != 0 ? ", " : "", name);
	}
	group->text = maru_arena_printf(arena, "%s one of %s", group->required ? "exactly" : "at most", group->text);
	if (group->n == 0)
		diagnose(judgement(draft), &location, DIAGNOSTIC_RULE_MISFIT,
		         "a oneof rule of '%s' names no fields; it says nothing; name them or remove it", message->node.name);
}

void
declare_message_rules(struct draft *draft, struct model_message *message, const ProtobufCMessage *options,
                      int32_t number)
{
	struct maru_arena *arena = draft->builder->arena;
	maru_bytes bytes = options_extension(options, RULES_OPTION, arena);
	struct path path = option_path(draft, number);
	const uint8_t *at, *end;
	struct model_location location = source_info_part(&draft->info, &path, path.n, message->node.location);
	struct marui_wire_field wire;

	if (!is_sound(draft, &path, &message->node, &buf__validate__message_rules__descriptor, bytes))
		return;
	at = bytes.data;
	end = at + bytes.len;
	while (marui_walk(&buf__validate__message_rules__descriptor, &at, end, &wire)) {
		struct model_group *more = maru_arena_alloc(arena, (message->n_groups + 1) * sizeof *more);

		if (wire.field == NULL) {
			diagnose(judgement(draft), &location, DIAGNOSTIC_RULE_UNSUPPORTED,
			         "rule %u of buf.validate.MessageRules at '%s' is not known to this generator; it is newer, or was "
			         "removed from buf.validate; remove it, or update protoc-gen-maru",
			         wire.number, message->node.name);
		} else if (strcmp(wire.field->name, "oneof") != 0) {
			diagnose(judgement(draft), &location, DIAGNOSTIC_RULE_CEL,
			         "'%s' has a rule in CEL; maru does not run CEL; use standard rules, or check it in the handler",
			         message->node.name);
		} else {
			if (message->n_groups != 0)
				memcpy(more, message->groups, message->n_groups * sizeof *more);
			read_group(draft, &path, message, wire.value, &more[message->n_groups++]);
			message->groups = more;
		}
	}
}
