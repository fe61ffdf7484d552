/* Marks in a trace: where a program begins, and where the interpreter around it has ended.
 *
 * Preloaded into a C program, it marks the step to main; a Python launcher loads it when everything
 * is ready to run the program. */
#include <stdlib.h>
#include <unistd.h>

void strace_marker_ended(void);

__attribute__((constructor)) static void
begin(void)
{
    unsetenv("LD_PRELOAD"); /* what the program executes is not to be marked */
    access("/strace-marker/begin", F_OK);
}

void
strace_marker_ended(void)
{
    access("/strace-marker/ended", F_OK);
}
