#include <stdio.h>

#define LINUX_BUILD
#define LEVEL 3
#undef OTHER

#ifdef _WIN32
#include <winsock2.h>
#define NAME "windows"
#elif defined(__linux__)
#define NAME "linux"
#else
#define NAME "other"
#endif

#if LEVEL > 2 && !defined(OTHER)
static int level(void) { return LEVEL * 10; }
#else
static int level(void) { return 0; }
#endif

#ifndef PORT
#define PORT 8080
#endif

int main(void)
{
#ifdef LINUX_BUILD
    printf("%s\n", NAME);
#endif
#if 0
    this is no code at all
#endif
    printf("%d %d\n", level(), PORT);
#ifdef __unix__
    printf("unix\n");
#else
    printf("not unix\n");
#endif
    return 0;
}
