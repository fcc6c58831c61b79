/*
 * The parts of the output, one function and one file each. A part ends without a blank line; who calls it sets parts apart.
 */
#ifndef MARU_CODEGEN_EMIT_PARTS_H
#define MARU_CODEGEN_EMIT_PARTS_H

#include "codegen/emit/printer.h"
#include "codegen/model/model.h"

/* The header's */
void emit_enum(struct printer *printer, const struct model_enum *enumeration);
void emit_message_struct(struct printer *printer, const struct model_message *message);
void emit_message_functions(struct printer *printer, const struct model_message *message);
void emit_setters(struct printer *printer, const struct model_message *message);
void emit_service_table(struct printer *printer, const struct model_service *service);
void emit_stub_prototypes(struct printer *printer, const struct model_service *service);

/* The source's */
void emit_enum_descriptor(struct printer *printer, const struct model_enum *enumeration);
void emit_defaults(struct printer *printer, const struct model_message *message);
void emit_message_init(struct printer *printer, const struct model_message *message);
void emit_message_descriptor(struct printer *printer, const struct model_message *message);
void emit_read(struct printer *printer, const struct model_message *message);
void emit_size(struct printer *printer, const struct model_message *message);
void emit_write(struct printer *printer, const struct model_message *message);
bool emit_rules_need_math(const struct model_message *message); /* INFINITY and NAN */
void emit_rules(struct printer *printer, const struct model_message *message);
void emit_map_finds(struct printer *printer, const struct model_message *message);
void emit_service(struct printer *printer, const struct model_service *service);
void emit_stubs(struct printer *printer, const struct model_service *service);

#endif
