#include <stddef.h>
#include <stdint.h>

// Written in Swift, in FuzzReaders.
void allot_fuzz_begin(void);
void allot_fuzz_read(const uint8_t *bytes, size_t count);

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  allot_fuzz_begin();
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  allot_fuzz_read(bytes, count);
  return 0;
}
