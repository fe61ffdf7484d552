#include <stdio.h>

static unsigned hash(const char *text)
{
    unsigned h = 5381;

    while (*text)
        h = h * 33 + *text++;
    return h;
}

static unsigned int fnv(const char *text)
{
    unsigned int h = 2166136261u;
    int i;

    for (i = 0; text[i]; i++) {
        h ^= (unsigned char)text[i];
        h *= 16777619;
    }
    return h;
}

int main(void)
{
    unsigned long long seed = 42;
    int i;

    printf("%u %u\n", hash("network programming"), fnv("network programming"));
    for (i = 0; i < 5; i++) {
        seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
        printf("%llu\n", seed >> 33);
    }
    return 0;
}
