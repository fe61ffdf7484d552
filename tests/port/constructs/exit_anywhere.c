#include <stdio.h>
#include <stdlib.h>

static void bye(void) { printf("bye\n"); }
static void last(void) { printf("last\n"); }

static void fail(const char *message, int status)
{
    printf("%s\n", message);
    exit(status);
}

static int deep(int n)
{
    if (n == 0)
        fail("deep enough", 17);
    return deep(n - 1) + 1;
}

int main(void)
{
    atexit(last);
    atexit(bye);
    printf("no newline;");
    return deep(5);
}
