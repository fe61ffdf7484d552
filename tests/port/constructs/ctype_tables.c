#include <stdio.h>
#include <ctype.h>

static void upper(char *s)
{
    for (; *s; s++)
        *s = toupper((unsigned char)*s);
}

static char rot13(char c)
{
    if (c >= 'a' && c <= 'z')
        return (c - 'a' + 13) % 26 + 'a';
    if (isupper(c))
        return (c - 'A' + 13) % 26 + 'A';
    return c;
}

int main(void)
{
    char text[] = "Hello, World 42!\t#";
    int i, counts[6] = {0};

    for (i = 0; text[i] != '\0'; i++) {
        if (isalpha(text[i])) counts[0]++;
        if (isdigit(text[i])) counts[1]++;
        if (isspace(text[i])) counts[2]++;
        if (ispunct(text[i])) counts[3]++;
        if (isxdigit(text[i])) counts[4]++;
        if (isprint(text[i]) && !isalnum(text[i])) counts[5]++;
    }
    for (i = 0; i < 6; i++)
        printf("%d ", counts[i]);
    printf("\n");
    for (i = 0; text[i]; i++)
        putchar(rot13(text[i]));
    putchar('\n');
    upper(text);
    puts(text);
    printf("%d %d %c\n", tolower('Q'), toupper('7'), tolower(text[0]));
    printf("%d %d\n", !!isalpha('x'), isdigit('x'));
    return 0;
}
