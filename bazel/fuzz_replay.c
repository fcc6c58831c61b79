/* The main of a fuzz target outside --config=fuzz: gives each file named on the command line to the target, once. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *input;
	size_t size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
		perror(path);
		return 1;
	}
	size = (size_t)ftell(file);
	rewind(file);
	input = malloc(size); /* exactly as long as the file, so that ASan sees a read past the end */
	if ((input == NULL && size > 0) || fread(input, 1, size, file) != size) {
		fprintf(stderr, "%s: cannot be read\n", path);
		return 1;
	}
	LLVMFuzzerTestOneInput(input, size);
	free(input);
	fclose(file);
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed += replay(argv[i]);
	if (argc < 2)
		fprintf(stderr, "%s: no input to replay\n", argv[0]);
	return argc < 2 || failed > 0;
}
