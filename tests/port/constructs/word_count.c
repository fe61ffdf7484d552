#include <stdio.h>
#include <ctype.h>

#define IN 1
#define OUT 0

int main()
{
    int c, lines = 0, words = 0, chars = 0, state = OUT;
    int digits[10] = {0}, i, longest = 0, length = 0;

    while ((c = getchar()) != EOF) {
        ++chars;
        if (c == '\n') {
            ++lines;
            if (length > longest)
                longest = length;
            length = 0;
        } else
            ++length;
        if (isdigit(c))
            ++digits[c - '0'];
        if (c == ' ' || c == '\n' || c == '\t')
            state = OUT;
        else if (state == OUT) {
            state = IN;
            ++words;
        }
    }
    printf("%d %d %d %d\n", lines, words, chars, longest);
    for (i = 0; i < 10; ++i)
        printf("%d ", digits[i]);
    printf("\n");
    return 0;
}
