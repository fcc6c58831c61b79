/*
 * The second act: what the model holds and C, or maru, cannot. Reports; changes nothing. Only files that are asked
 * for are judged; their clashes with imported files too.
 */
#ifndef MARU_CODEGEN_CHECK_CHECK_H
#define MARU_CODEGEN_CHECK_CHECK_H

#include "codegen/check/diagnostics.h"
#include "codegen/model/model.h"

void check_model(const struct model *model, struct diagnostics *diagnostics);

/* The parts of check_model(). */

/* Options that contradict each other or the method that they stand at. */
void check_methods(const struct model_file *file, struct diagnostics *diagnostics);

/* C names that two things have. */
void check_names(const struct model *model, struct diagnostics *diagnostics);

#endif
