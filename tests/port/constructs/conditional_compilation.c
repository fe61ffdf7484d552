#include <stdio.h>

#define LEVEL 2
#define WITH_NAMES
#define VALUE(x) ((x) + LEVEL)

#if LEVEL > 1 && defined(WITH_NAMES)
static const char *name = "names";
#elif LEVEL
static const char *name = "level";
#else
#error "no level"
#endif

#ifndef LIMIT
#define LIMIT 10
#endif

#ifdef _WIN32
#include <winsock2.h>
#define PLATFORM "windows"
#elif defined(__linux__) || defined(__APPLE__)
#include <unistd.h>
#define PLATFORM "posix"
#else
#define PLATFORM "other"
#endif

#undef LEVEL
#define LEVEL 7

int main(void)
{
#if 0
    this is not C at all
#endif
    printf("%s %d %d\n", name, LIMIT, LEVEL);
#ifdef DEBUG
    printf("debug\n");
#else
    printf("release on %s\n", PLATFORM);
#endif
#if defined LIMIT && \
    LIMIT == 10
    printf("%d\n", VALUE(1));
#endif
#if !defined(NOTHING) && (LIMIT % 3 == 1)
    printf("%d\n", __LINE__);
#endif
    return LEVEL;
}
