#include <stdio.h>
#include <stdint.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct pair { char c; int i; };

static size_t of_parameter(char text[100]) { return sizeof(text); }

int main(void)
{
    int numbers[7], i = 3;
    char text[] = "hello", *p = text;
    struct pair pairs[5], *q = pairs;
    double grid[2][3];
    size_t total = 0;

    printf("%zu %zu %zu\n", COUNT(numbers), COUNT(pairs), COUNT(grid[0]));
    printf("%zu %zu %zu %zu\n", sizeof text, sizeof p, sizeof *p, sizeof("ab" "cd"));
    printf("%zu %zu %zu\n", sizeof *q, sizeof q->i, sizeof(pairs[0].c));
    printf("%zu %zu %zu\n", sizeof('a'), sizeof(1L), sizeof(1.0f));
    printf("%zu %zu\n", sizeof(i++), sizeof(char[i == 3 ? 10 : 20]));
    printf("%d %zu %zu\n", i, sizeof(grid), of_parameter(text));
    printf("%zu %zu\n", sizeof(uint64_t) + sizeof(int16_t), sizeof(struct pair *));
    printf("%zu %zu\n", sizeof(numbers[0] + 1L), sizeof(text[0] + text[1]));
    for (i = 0; i < (int)(sizeof(numbers) / sizeof(int)); i++)
        total += sizeof numbers[i];
    printf("%zu %d\n", total, -1 < sizeof(int));
    return 0;
}
