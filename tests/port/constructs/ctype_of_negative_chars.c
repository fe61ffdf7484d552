#include <stdio.h>
#include <ctype.h>

int main(void)
{
    char text[] = "Tcp 서버 9190", *p;
    int letters = 0, digits = 0;

    for (p = text; *p; p++) {
        *p = toupper(*p);
        if (isalpha(*p))
            letters++;
        else if (isdigit(text[p - text]))
            digits++;
    }
    printf("%s %d %d\n", text, letters, digits);
    return isspace(text[3]) != 0;
}
