#include <maru/options.pb-c.h>
#include <string.h>

#include "codegen/check/check.h"

enum {
	DEADLINE_MS_MAX = 24 * 60 * 60 * 1000,
};

static void
check_access(const struct model_method *method, struct diagnostics *diagnostics)
{
	if (method->is_public && method->n_scopes + method->n_roles != 0)
		diagnose(diagnostics, &method->node.option, DIAGNOSTIC_PUBLIC_AND_RESTRICTED,
		         "method '%s' is public and asks for %s '%s'; anybody may call a public method, without a token; remove "
		         "one of the two",
		         method->node.name, method->n_scopes != 0 ? "scope" : "role",
		         method->n_scopes != 0 ? method->scopes[0] : method->roles[0]);
}

/* RFC 6749, section 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ). Roles keep to the same. */
static bool
is_token(const char *word)
{
	if (word[0] == '\0')
		return false;
	for (; *word != '\0'; word++)
		if (*word <= 0x20 || *word >= 0x7f || *word == '"' || *word == '\\')
			return false;
	return true;
}

static void
check_words(const struct model_method *method, const char *what, size_t n, const char **words,
            struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_token(words[i])) {
			diagnose(diagnostics, &method->node.option, DIAGNOSTIC_BAD_SCOPE,
			         "%s '%s' of method '%s' is empty, or holds a blank, a quote, a backslash or what is not ASCII; no "
			         "token can carry it (RFC 6749, section 3.3); correct it",
			         what, words[i], method->node.name);
			continue;
		}
		for (size_t j = 0; j < i; j++) {
			if (strcmp(words[i], words[j]) == 0) {
				diagnose(diagnostics, &method->node.option, DIAGNOSTIC_BAD_SCOPE,
				         "%s '%s' stands twice at method '%s'; once says the same; remove one", what, words[i],
				         method->node.name);
				break;
			}
		}
	}
}

static void
check_method(const struct model_method *method, struct diagnostics *diagnostics)
{
	check_access(method, diagnostics);
	check_words(method, "scope", method->n_scopes, method->scopes, diagnostics);
	check_words(method, "role", method->n_roles, method->roles, diagnostics);
	if (method->is_inline && method->kind != MODEL_UNARY)
		diagnose(diagnostics, &method->node.option, DIAGNOSTIC_INLINE_STREAM,
		         "method '%s' is inline and streams; an inline handler runs on the event loop and would block it while it "
		         "waits for messages; remove 'inline'",
		         method->node.name);
	if (method->deadline_ms > DEADLINE_MS_MAX)
		diagnose(diagnostics, &method->node.option, DIAGNOSTIC_BAD_DEADLINE,
		         "method '%s' has a deadline of %u ms; that is more than a day, and longer than a call should hold "
		         "anything; give at most %d, in milliseconds",
		         method->node.name, method->deadline_ms, DEADLINE_MS_MAX);
	if (method->priority < MARU__PRIORITY__PRIORITY_UNSPECIFIED || method->priority > MARU__PRIORITY__PRIORITY_BULK)
		diagnose(diagnostics, &method->node.option, DIAGNOSTIC_BAD_PRIORITY,
		         "method '%s' has priority %d; that has no name in maru.Priority; use one that has", method->node.name,
		         method->priority);
}

void
check_methods(const struct model_file *file, struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < file->n_services; i++)
		for (size_t j = 0; j < file->services[i].n_methods; j++)
			check_method(&file->services[i].methods[j], diagnostics);
}
