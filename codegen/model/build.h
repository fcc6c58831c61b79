/*
 * The first act: from what protoc says to the model.
 *
 * Every file is declared first (its elements, with their names, places and options), in the order of the request;
 * then what fields and methods say of types is resolved. What a protoc would never send is refused on the way, so
 * that a model that is there is sound: every pointer is set, every number in its range, every name an identifier.
 */
#ifndef MARU_CODEGEN_MODEL_BUILD_H
#define MARU_CODEGEN_MODEL_BUILD_H

#include <google/protobuf/compiler/plugin.pb-c.h>

#include "codegen/check/diagnostics.h"
#include "codegen/model/model.h"

/*
 * The model of a request, on the arena; borrows the request's strings. NULL where the request contradicts itself,
 * which is then reported. What is sound and cannot be generated (groups, editions, bad options) is reported too, and
 * still modelled.
 */
const struct model *model_build(const Google__Protobuf__Compiler__CodeGeneratorRequest *request,
                                struct maru_arena *arena, struct diagnostics *diagnostics);

#endif
