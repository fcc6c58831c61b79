/*
 * Prints the C of one .proto file from its model. Nothing here can fail: codegen/check has passed the model before.
 *
 * The output is a function of the file's model alone: the same whichever other files the request asks for.
 */
#ifndef MARU_CODEGEN_EMIT_EMIT_H
#define MARU_CODEGEN_EMIT_EMIT_H

#include "codegen/emit/printer.h"
#include "codegen/model/model.h"

enum {
	EMIT_GENERATOR_ABI = 1, /* the MARU_GENERATOR_ABI that the output is for */
};

/* <output_stem>.maru.h and .maru.c; both append to the printer. */
void emit_header(const struct model_file *file, struct printer *printer);
void emit_source(const struct model_file *file, struct printer *printer);

#endif
