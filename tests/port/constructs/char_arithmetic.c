#include <stdio.h>

int main(void)
{
    char c;
    char word[] = "Hello, World";
    int i, sum = 0;

    for (c = 'a'; c <= 'z'; c += 5)
        putchar(c);
    putchar('\n');
    for (i = 0; word[i] != '\0'; i++) {
        if (word[i] >= 'a' && word[i] <= 'z')
            word[i] = word[i] - 'a' + 'A';
        else if (word[i] >= 'A' && word[i] <= 'Z')
            word[i] += 'a' - 'A';
        sum += word[i];
    }
    printf("%s %d\n", word, sum);
    printf("%d %c %c\n", 'A' + 1, 'A' + 1, "0123456789abcdef"[11]);
    printf("%d\n", '7' - '0');
    return 0;
}
