/* For tests: the model of testdata/shop.proto and legacy.proto, both asked for, as protoc describes them. */
#ifndef MARU_CODEGEN_MODEL_SHOP_H
#define MARU_CODEGEN_MODEL_SHOP_H

#include "codegen/check/diagnostics.h"
#include "codegen/model/model.h"

/* On the arena. Ends the test where it cannot be read or built. */
const struct model *shop_model(struct maru_arena *arena, struct diagnostics *diagnostics);

/* The file of that path. */
const struct model_file *shop_file(const struct model *model, const char *name);

#endif
