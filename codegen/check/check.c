#include "codegen/check/check.h"

void
check_model(const struct model *model, struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < model->n_files; i++)
		if (model->files[i]->generate)
			check_methods(model->files[i], diagnostics);
	check_names(model, diagnostics);
}
