#include <stdio.h>

int main(void)
{
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", 42, 42, 42, 42, 42, 42);
    printf("[%x] [%X] [%#x] [%o] [%#o] [%08x]\n", 255, 255, 255, 8, 8, 48879);
    printf("[%u] [%ld] [%lu] [%lld] [%llu]\n", 3000000000u, -5L, 5UL, -6LL, 6ULL);
    printf("[%hd] [%hhd] [%hu] [%zu]\n", 70000, 300, 70000, sizeof(int));
    printf("[%c] [%3c] [%-3c] [%s] [%10s] [%-10s] [%.3s]\n", 'A', 'B', 'C', "str", "right", "left",
           "truncated");
    printf("[%f] [%.2f] [%10.3f] [%-10.1f] [%e] [%g] [%G]\n", 3.14159, 2.718, 1.5, 2.25, 12345.678,
           0.0001, 1e20);
    printf("[%*d] [%-*d] [%.*f] [%.*s]\n", 6, 42, 6, 42, 2, 3.14159, 3, "abcdef");
    printf("[%%]\n");
    printf("%d %s\n", printf("count "), "chars");
    printf("[%p]\n", NULL);
    return 0;
}
