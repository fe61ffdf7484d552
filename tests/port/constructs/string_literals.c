#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *joined = "one " "two "
                         "three";
    char sized[10] = "abc";
    char exact[] = "abc";

    printf("%s %zu %zu\n", joined, strlen(joined), sizeof("text"));
    printf("tab\tquote\"back\\oct\101hex\x41 bell%d\n", '\a');
    printf("%zu %zu\n", sizeof(sized), sizeof(exact));
    printf("%c%c\n", "xyz"[1], *("xyz" + 2));
    printf("한글 문자열 %zu\n", strlen("한글"));
    printf("nul inside: %zu %zu\n", strlen("ab\0cd"), sizeof("ab\0cd"));
    puts("100% literal");
    printf("%s" "%%" "\n", "50");
    return 0;
}
