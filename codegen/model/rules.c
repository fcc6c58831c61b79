/* From an option of buf.validate to a field's rules. The bytes are walked: libprotobuf-c merges the members of a oneof wrongly,
 * and protoc sends each `(buf.validate.field).string.x = y` as a piece of its own. */
#include "codegen/model/rules.h"

#include <buf/validate/validate.pb-c.h>
#include <string.h>

#include "codegen/model/builder.h"
#include "codegen/model/pattern.h"
#include "codegen/model/rule_kinds.h"
#include "codegen/model/rule_values.h"
#include "maru/wire/internal/walk.h"

enum { PREDEFINED_RULES_FIRST = 1000, FAMILY_RULES_MAX = 64, OPERAND_BYTES_MAX = 4000 };

/* What the rules are read for: a field, or its elements. */
struct rules_reader {
	struct draft *draft;
	const struct model_field *field; /* what the rules are about: an element of a map has one of its own */
	bool is_element;
	struct path path; /* of what is being read */
	size_t n_min;     /* of the option itself */
};

/* All that was said of one rule. */
struct said {
	const ProtobufCFieldDescriptor *rule;
	struct model_operand *operands;
	size_t n;
};

static struct model_rules *read_rules(const struct rules_reader *reader, maru_bytes bytes);

static struct model_location
place(const struct rules_reader *reader)
{
	return source_info_part(&reader->draft->info, &reader->path, reader->n_min, reader->field->node.location);
}

MARU_PRINTF(3, 4)
static void
report(const struct rules_reader *reader, enum diagnostic_code code, const char *format, ...)
{
	struct model_location location = place(reader);
	va_list args;

	va_start(args, format);
	diagnose_va(judgement(reader->draft), &location, code, format, args);
	va_end(args);
}

static struct rules_reader
below(const struct rules_reader *reader, uint32_t number)
{
	struct rules_reader next = *reader;

	if (next.path.n < sizeof next.path.items / sizeof next.path.items[0])
		next.path.items[next.path.n++] = (int32_t)number;
	return next;
}

static void
report_unknown(const struct rules_reader *reader, const char *family, uint32_t number)
{
	if (number >= PREDEFINED_RULES_FIRST)
		report(reader, DIAGNOSTIC_RULE_CEL,
		       "rule %u of %s at '%s' is a predefined one, an extension; those are written in CEL, which maru does not run; "
		       "use standard rules, or check the field in the handler",
		       number, family, reader->field->node.name);
	else
		report(reader, DIAGNOSTIC_RULE_UNSUPPORTED,
		       "rule %u of %s at '%s' is not known to this generator; the imported buf/validate/validate.proto is newer; "
		       "update protoc-gen-maru, or check the field in the handler",
		       number, family, reader->field->node.name);
}

/* Concatenated pieces of a message mean their merger. */
static maru_bytes
joined(maru_bytes a, maru_bytes b, struct maru_arena *arena)
{
	uint8_t *both = maru_arena_alloc(arena, a.len + b.len + 1);

	if (a.len != 0)
		memcpy(both, a.data, a.len);
	if (b.len != 0)
		memcpy(both + a.len, b.data, b.len);
	return maru_bytes_of(both, a.len + b.len);
}

/* Whether the values of a list stand in one piece, as numbers may. */
static bool
is_packed(const struct marui_wire_field *wire)
{
	return wire->field->label == PROTOBUF_C_LABEL_REPEATED && wire->field->type != PROTOBUF_C_TYPE_STRING &&
	       wire->field->type != PROTOBUF_C_TYPE_BYTES && wire->field->type != PROTOBUF_C_TYPE_MESSAGE &&
	       (wire->start[0] & 7) == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED;
}

static void
note(struct said *said, const struct marui_wire_field *wire, struct maru_arena *arena)
{
	const ProtobufCFieldDescriptor *rule = wire->field;
	bool is_list = rule->label == PROTOBUF_C_LABEL_REPEATED;
	maru_bytes left = wire->value;

	said->rule = rule;
	do {
		struct model_operand *more = maru_arena_alloc(arena, (said->n + 1) * sizeof *more);
		size_t len;

		if (is_list && said->n != 0)
			memcpy(more, said->operands, said->n * sizeof *more);
		len = rule_operand(rule, left, &more[is_list ? said->n : 0]);
		if (len == 0 && wire->value.len == 0 && is_packed(wire))
			return;
		said->n = is_list ? said->n + 1 : 1;
		said->operands = more;
		left = maru_bytes_of(left.data + (len < left.len ? len : left.len), len < left.len ? left.len - len : 0);
		if (len == 0)
			return;
	} while (left.len != 0);
}

static void
add(struct model_rules *rules, const char *id, const char *text, const char *check, const char *flags,
    const struct model_operand *operands, size_t n)
{
	rules->rules[rules->n++] = (struct model_rule){ id, text, check, flags, n, operands };
}

static const struct said *
find(const struct said *said, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (said[i].n != 0 && strcmp(said[i].rule->name, name) == 0)
			return &said[i];
	return NULL;
}

/* The bounds make one rule together. */
static void
compile_bounds(const struct rules_reader *reader, const char *family, const struct said *said, size_t n,
               struct model_rules *rules)
{
	struct maru_arena *arena = reader->draft->builder->arena;
	const struct said *gt = find(said, n, "gt"), *gte = find(said, n, "gte"), *lt = find(said, n, "lt"),
	                  *lte = find(said, n, "lte"), *lower = gt != NULL ? gt : gte, *upper = lt != NULL ? lt : lte;
	struct model_operand *operands = maru_arena_alloc(arena, 2 * sizeof *operands);
	size_t n_operands = 0;
	int order = -1;
	const char *id, *text = "";

	if (lower == NULL && upper == NULL)
		return;
	if (lower != NULL) {
		operands[n_operands++] = lower->operands[0];
		text = maru_arena_printf(arena, "%s.%s = %s", family, lower->rule->name,
		                         rule_operands_text(lower->operands, 1, false, false, arena));
	}
	if (upper != NULL) {
		operands[n_operands++] = upper->operands[0];
		text = maru_arena_printf(arena, "%s%s%s.%s = %s", text, lower != NULL ? ", " : "", family, upper->rule->name,
		                         rule_operands_text(upper->operands, 1, false, false, arena));
	}
	id = maru_arena_printf(arena, "%s.%s%s%s", family, lower != NULL ? lower->rule->name : "",
	                       lower != NULL && upper != NULL ? "_" : "", upper != NULL ? upper->rule->name : "");
	if (n_operands == 2)
		order = rule_operand_compare(&operands[0], &operands[1]);
	if (order == 1)
		id = maru_arena_printf(arena, "%s_exclusive", id);
	if ((order == 0 && (gt != NULL || lt != NULL)) || order == 2 ||
	    rule_operand_compare(&operands[0], &operands[0]) == 2)
		report(reader, DIAGNOSTIC_RULE_CONTRADICTION,
		       "no value of '%s' can keep %s; nothing lies between the two; correct one", reader->field->node.name, text);
	add(rules, id, text, "bounds",
	    maru_arena_printf(arena, "%s%s%s%s%s", lower != NULL ? "MARUI_LOWER" : "", gte != NULL ? " | MARUI_LOWER_EQUAL" : "",
	                      n_operands == 2 ? " | " : "", upper != NULL ? "MARUI_UPPER" : "",
	                      lte != NULL ? " | MARUI_UPPER_EQUAL" : ""),
	    operands, n_operands);
}

/* min_x against max_x, and x itself against both. */
static void
check_limits(const struct rules_reader *reader, const struct said *said, size_t n)
{
	static const char *const names[][2] = {
		{ "min_len", "max_len" },     { "min_len", "len" },         { "len", "max_len" },
		{ "min_bytes", "max_bytes" }, { "min_bytes", "len_bytes" }, { "len_bytes", "max_bytes" },
		{ "min_items", "max_items" }, { "min_pairs", "max_pairs" },
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct said *low = find(said, n, names[i][0]), *high = find(said, n, names[i][1]);

		if (low != NULL && high != NULL && low->operands[0].u > high->operands[0].u)
			report(reader, DIAGNOSTIC_RULE_CONTRADICTION,
			       "no value of '%s' can keep both %s = %llu and %s = %llu; the first is greater than the second; correct one",
			       reader->field->node.name, names[i][0], (unsigned long long)low->operands[0].u, names[i][1],
			       (unsigned long long)high->operands[0].u);
	}
}

static void
compile_header(const struct rules_reader *reader, const struct said *said, size_t n, int64_t which,
               struct model_rules *rules)
{
	const struct said *strict = find(said, n, "strict");
	bool is_loose = strict != NULL && strict->operands[0].u == 0;

	if (which == BUF__VALIDATE__KNOWN_REGEX__KNOWN_REGEX_HTTP_HEADER_NAME)
		add(rules, "string.well_known_regex.header_name", "string.well_known_regex = KNOWN_REGEX_HTTP_HEADER_NAME",
		    is_loose ? "header_name_loose" : "header_name", "MARUI_NOT_EMPTY", NULL, 0);
	else if (which == BUF__VALIDATE__KNOWN_REGEX__KNOWN_REGEX_HTTP_HEADER_VALUE)
		add(rules, "string.well_known_regex.header_value", "string.well_known_regex = KNOWN_REGEX_HTTP_HEADER_VALUE",
		    is_loose ? "header_value_loose" : "header_value", "", NULL, 0);
	else if (which != 0)
		report(reader, DIAGNOSTIC_RULE_UNSUPPORTED,
		       "well_known_regex %lld at '%s' has no name in buf.validate.KnownRegex; nobody knows what to check; use one "
		       "that has",
		       (long long)which, reader->field->node.name);
}

/* The lengths that an IP address or UUID has in bytes. */
static struct model_operand *
sizes(const char *name, size_t *ret_n, struct maru_arena *arena)
{
	struct model_operand *operands = maru_arena_zalloc(arena, 2 * sizeof *operands);

	operands[0] = (struct model_operand){ .kind = MODEL_UNSIGNED, .u = strcmp(name, "ipv4") == 0 ? 4 : 16 };
	operands[1] = (struct model_operand){ .kind = MODEL_UNSIGNED, .u = 4 };
	*ret_n = strcmp(name, "ip") == 0 ? 2 : 1;
	return operands;
}

/* A compiler need not take longer string literals. */
static void
check_text(const struct rules_reader *reader, const char *id, const struct model_operand *operands, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (operands[i].kind == MODEL_TEXT && operands[i].text.len > OPERAND_BYTES_MAX)
			report(reader, DIAGNOSTIC_RULE_UNSUPPORTED,
			       "%s of '%s' has a value of %zu bytes; it becomes a string literal, which has at most %d; shorten it", id,
			       reader->field->node.name, operands[i].text.len, OPERAND_BYTES_MAX);
}

static void
compile_said(const struct rules_reader *reader, const char *family, const struct said *said,
             const struct rule_kind *kind, struct model_rules *rules)
{
	struct maru_arena *arena = reader->draft->builder->arena;
	const char *id = maru_arena_printf(arena, "%s.%s", family, kind->name), *text = id;
	bool is_list = said->rule->label == PROTOBUF_C_LABEL_REPEATED, is_switch = (kind->flags & RULE_SWITCH) != 0;
	struct model_operand *operands = is_switch ? NULL : said->operands;
	size_t n = is_switch ? 0 : said->n;

	if (!is_switch)
		text = maru_arena_printf(arena, "%s = %s", id,
		                         rule_operands_text(operands, n, is_list, said->rule->type == PROTOBUF_C_TYPE_BYTES, arena));
	check_text(reader, id, operands, n);
	if (strcmp(kind->check, "size") == 0)
		operands = sizes(kind->name, &n, arena);
	if ((kind->flags & RULE_PATTERN) != 0 && operands[0].text.len <= OPERAND_BYTES_MAX) {
		const char *fault = pattern_fault(operands[0].text, arena);

		if (fault != NULL)
			report(reader, DIAGNOSTIC_RULE_PATTERN, "%s of '%s' %s", id, reader->field->node.name, fault);
	}
	add(rules, id, text, kind->check, (kind->flags & RULE_NOT_EMPTY) != 0 ? "MARUI_NOT_EMPTY" : "", operands, n);
}

static bool
is_clock_rule(const char *name)
{
	return strcmp(name, "lt_now") == 0 || strcmp(name, "gt_now") == 0 || strcmp(name, "within") == 0;
}

/* A switch that is off says nothing, whether maru has the rule or not. */
static bool
is_off(const struct said *said)
{
	return said->rule->type == PROTOBUF_C_TYPE_BOOL && said->rule->label != PROTOBUF_C_LABEL_REPEATED &&
	       strcmp(said->rule->name, "const") != 0 && said->operands[0].u == 0;
}

static void
compile(const struct rules_reader *reader, const char *family, const struct said *said, size_t n,
        struct model_rules *rules)
{
	for (size_t i = 0; i < n; i++) {
		const char *name = said[i].n != 0 ? said[i].rule->name : "";
		const struct rule_kind *kind = said[i].n != 0 ? rule_kind_find(family, name) : NULL;
		struct rules_reader at = said[i].n != 0 ? below(reader, said[i].rule->id) : *reader;

		if (said[i].n == 0 || is_off(&said[i]) || (kind != NULL && (kind->flags & (RULE_SILENT | RULE_BOUND)) != 0))
			continue;
		if (strcmp(name, "well_known_regex") == 0)
			compile_header(&at, said, n, said[i].operands[0].i, rules);
		else if (kind != NULL)
			compile_said(&at, family, &said[i], kind, rules);
		else if (is_clock_rule(name))
			report(&at, DIAGNOSTIC_RULE_UNSUPPORTED,
			       "timestamp.%s at '%s' needs the time of day; a message is valid or not by itself in maru, whenever it is "
			       "looked at; compare with the clock in the handler",
			       name, reader->field->node.name);
		else
			report(&at, DIAGNOSTIC_RULE_UNSUPPORTED,
			       "%s.%s at '%s' is not checked by maru; it is in no table of this generator; check the field in the handler",
			       family, name, reader->field->node.name);
	}
	compile_bounds(reader, family, said, n, rules);
	check_limits(reader, said, n);
}

/* The rules for the elements of a repeated field or map: `items`, `keys`, `values`. */
static const struct model_rules *
read_elements(const struct rules_reader *reader, const char *name, maru_bytes bytes)
{
	const ProtobufCMessageDescriptor *descriptor =
		reader->field->is_map ? &buf__validate__map_rules__descriptor : &buf__validate__repeated_rules__descriptor;
	struct rules_reader elements = below(reader, protobuf_c_message_descriptor_get_field_by_name(descriptor, name)->id);

	if (bytes.data == NULL)
		return NULL;
	elements.is_element = true;
	if (reader->field->is_map)
		elements.field = reader->field->message->fields_by_number[strcmp(name, "keys") == 0 ? 0 : 1];
	return read_rules(&elements, bytes);
}

static void
read_family(const struct rules_reader *outer, const ProtobufCFieldDescriptor *family, maru_bytes bytes,
            struct model_rules *rules)
{
	const ProtobufCMessageDescriptor *descriptor = family->descriptor;
	struct maru_arena *arena = outer->draft->builder->arena;
	struct rules_reader reader = below(outer, family->id);
	struct said said[FAMILY_RULES_MAX] = { 0 };
	const uint8_t *at = bytes.data, *end = bytes.data + bytes.len;
	maru_bytes keys = { NULL, 0 }, items = { NULL, 0 };
	struct marui_wire_field wire;

	while (marui_walk(descriptor, &at, end, &wire)) {
		struct rules_reader part = below(&reader, wire.number);

		if (wire.field == NULL)
			report_unknown(&part, descriptor->name, wire.number);
		else if (wire.field->descriptor != &buf__validate__field_rules__descriptor)
			note(&said[wire.field - descriptor->fields], &wire, arena);
		else if (strcmp(wire.field->name, "keys") == 0)
			keys = joined(keys, wire.value, arena);
		else
			items = joined(items, wire.value, arena);
	}
	if (outer->field->presence == MODEL_REPEATED && !outer->is_element) {
		rules->keys = outer->field->is_map ? read_elements(&reader, "keys", keys) : NULL;
		rules->items = read_elements(&reader, outer->field->is_map ? "values" : "items", items);
	}
	rules->rules = maru_arena_zalloc(arena, (FAMILY_RULES_MAX + 1) * sizeof *rules->rules);
	compile(&reader, family->name, said, descriptor->n_fields, rules);
}

static void
report_cel(const struct rules_reader *reader)
{
	report(reader, DIAGNOSTIC_RULE_CEL,
	       "'%s' has a rule in CEL; maru does not run CEL; use standard rules, or check it in the handler",
	       reader->field->node.name);
}

static void
read_ignore(const struct rules_reader *reader, int64_t ignore, struct model_rules *rules)
{
	rules->ignored = ignore == BUF__VALIDATE__IGNORE__IGNORE_ALWAYS;
	rules->skip_zero = ignore == BUF__VALIDATE__IGNORE__IGNORE_IF_ZERO_VALUE;
	if (ignore != BUF__VALIDATE__IGNORE__IGNORE_UNSPECIFIED && !rules->ignored && !rules->skip_zero)
		report(reader, DIAGNOSTIC_RULE_UNSUPPORTED,
		       "ignore = %lld at '%s' has no name in buf.validate.Ignore; its meaning is not known; use one that has",
		       (long long)ignore, reader->field->node.name);
}

static void
check_family(const struct rules_reader *outer, const ProtobufCFieldDescriptor *family)
{
	struct rules_reader reader = below(outer, family->id);
	bool is_many = !reader.is_element && reader.field->presence == MODEL_REPEATED;

	if (!rule_family_fits(family->name, reader.field, reader.is_element))
		report(&reader, DIAGNOSTIC_RULE_MISFIT, "rules of '%s' do not fit '%s'; %s; use those that are named after the type",
		       family->name, reader.field->node.name,
		       is_many ? "it is repeated, and its elements have theirs under repeated.items, map.keys and map.values"
		               : "it is of another type");
}

static struct model_rules *
read_rules(const struct rules_reader *reader, maru_bytes bytes)
{
	struct maru_arena *arena = reader->draft->builder->arena;
	struct model_rules *rules = maru_arena_zalloc(arena, sizeof *rules);
	const uint8_t *at = bytes.data, *end = bytes.data + bytes.len;
	const ProtobufCFieldDescriptor *family = NULL;
	maru_bytes of_family = { NULL, 0 };
	struct marui_wire_field wire;
	struct model_operand operand;

	while (marui_walk(&buf__validate__field_rules__descriptor, &at, end, &wire)) {
		struct rules_reader part = below(reader, wire.number);

		if (wire.field == NULL) {
			report_unknown(&part, "buf.validate.FieldRules", wire.number);
		} else if (strncmp(wire.field->name, "cel", 3) == 0) {
			report_cel(&part);
		} else if (strcmp(wire.field->name, "required") == 0) {
			rules->required = rule_operand(wire.field, wire.value, &operand) != 0 && operand.u != 0;
		} else if (strcmp(wire.field->name, "ignore") == 0) {
			rule_operand(wire.field, wire.value, &operand);
			read_ignore(&part, operand.i, rules);
		} else {
			of_family = joined(wire.field == family ? of_family : maru_bytes_of(NULL, 0), wire.value, arena);
			family = wire.field;
		}
	}
	if (family != NULL && rule_family_fits(family->name, reader->field, reader->is_element))
		read_family(reader, family, of_family, rules);
	else if (family != NULL)
		check_family(reader, family);
	if (rules->ignored && rules->required)
		report(reader, DIAGNOSTIC_RULE_CONTRADICTION,
		       "'%s' is required, and its rules are ignored always; required is one of them; remove one of the two",
		       reader->field->node.name);
	return rules;
}

/* A field of such a group is not checked while it is zero, unless it says otherwise itself. */
static void
skip_zero_in_groups(const struct model_message *message, const struct model_field *field, struct model_rules *rules)
{
	for (size_t i = 0; i < message->n_groups; i++)
		for (size_t j = 0; j < message->groups[i].n; j++)
			rules->skip_zero |= message->groups[i].fields[j] == field && !rules->ignored;
}

void
resolve_rules(struct draft *draft)
{
	for (size_t i = 0; i < draft->file->n_messages; i++) {
		struct model_message *message = draft->file->messages[i];

		for (size_t j = 0; j < message->n_fields; j++) {
			struct model_field *field = &message->fields[j];
			const struct model_rules_source *source = field->rules_source;
			struct rules_reader reader = { .draft = draft, .field = field };
			struct model_rules *rules;

			if (source == NULL)
				continue;
			reader.path = source->path;
			reader.n_min = source->path.n;
			rules = read_rules(&reader, source->bytes);
			skip_zero_in_groups(message, field, rules);
			field->rules = rules;
		}
	}
}

const struct model_message *
rules_message(const struct model_field *field)
{
	const struct model_message *message = field->message;

	if (message != NULL && message->is_map_entry)
		message = message->fields_by_number[1]->message;
	return message != NULL && message->has_rules ? message : NULL;
}

bool
rules_has_row(const struct model_field *field)
{
	const struct model_rules *rules = field->rules;

	if (rules != NULL && rules->ignored)
		return false;
	return rules_message(field) != NULL ||
	       (rules != NULL && (rules->required || rules->n != 0 || rules->items != NULL || rules->keys != NULL));
}

const char *
rules_part(const struct model_field *field)
{
	if (field->message == NULL)
		return "MARUI_WHOLE";
	if (rule_family_fits("duration", field, true) || rule_family_fits("timestamp", field, true))
		return "MARUI_MOMENT_OF";
	return strncmp(field->message->node.full_name, "google.protobuf.", 16) == 0 ? "MARUI_FIRST_FIELD" : "MARUI_WHOLE";
}

static bool
needs_rules(const struct model_message *message)
{
	if (message->is_map_entry)
		return false;
	for (size_t i = 0; i < message->n_oneofs; i++)
		if (message->oneofs[i].must_be_set)
			return true;
	for (size_t i = 0; i < message->n_fields; i++)
		if (rules_has_row(&message->fields[i]))
			return true;
	return message->n_groups != 0;
}

/* Until nothing changes: messages may contain each other. */
void
resolve_has_rules(struct model *model)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < model->n_files; i++) {
			for (size_t j = 0; j < model->files[i]->n_messages; j++) {
				struct model_message *message = model->files[i]->messages[j];

				if (!message->has_rules && needs_rules(message))
					changed = message->has_rules = true;
			}
		}
	}
}
