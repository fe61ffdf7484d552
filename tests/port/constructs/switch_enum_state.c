#include <stdio.h>
#include <ctype.h>

enum state { START, IN_WORD, IN_NUMBER, DONE };

int main(void)
{
    const char *text = "abc 123 x9 42!";
    enum state state = START;
    int words = 0, numbers = 0, i = 0;

    while (state != DONE) {
        char c = text[i];
        switch (state) {
        case START:
            if (c == '\0') { state = DONE; break; }
            if (isalpha(c)) { words++; state = IN_WORD; }
            else if (isdigit(c)) { numbers++; state = IN_NUMBER; }
            i++;
            break;
        case IN_WORD:
            if (!isalnum(c)) { state = START; continue; }
            i++;
            break;
        case IN_NUMBER:
            if (!isdigit(c)) state = START;
            else i++;
            break;
        case DONE:
            break;
        }
    }
    printf("%d words, %d numbers, ended at %d\n", words, numbers, i);
    return 0;
}
