#include <stdio.h>

enum state { IDLE, READING, DONE };

int main(void)
{
    const char *input = "..ab;c!zz";
    enum state state = IDLE;
    int i, count = 0;

    for (i = 0; input[i] != 0; i++) {
        switch (state) {
        case IDLE:
            if (input[i] == '.')
                continue;
            state = READING;
            /* no break */
        case READING:
            if (input[i] == ';') {
                printf("|");
                break;
            }
            if (input[i] == '!') {
                state = DONE;
                break;
            }
            putchar(input[i]);
            count++;
            break;
        case DONE:
            goto out;
        }
    }
out:
    printf(" %d %d %d\n", i, count, state);
    return count;
}
