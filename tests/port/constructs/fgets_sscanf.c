#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#define MAX 64

int main(void)
{
    char line[MAX], name[MAX], op;
    int a, b, number = 0;

    while (fgets(line, sizeof(line), stdin) != NULL) {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#' || strlen(line) == 0)
            continue;
        if (sscanf(line, "%d %c %d", &a, &op, &b) == 3) {
            int result;
            if (op == '+') result = a + b;
            else if (op == '-') result = a - b;
            else if (op == '*') result = a * b;
            else if (op == '/' && b) result = a / b;
            else {
                printf("%d: cannot %c\n", number, op);
                continue;
            }
            printf("%d: %d\n", number, result);
        } else if (sscanf(line, "hello %s", name) == 1) {
            printf("%d: hi %s\n", number, name);
        } else if (!strncmp(line, "quit", 4)) {
            break;
        } else {
            printf("%d: what is \"%s\"?\n", number, line);
        }
    }
    printf("%s\n", feof(stdin) ? "end of file" : "quit");
    return number;
}
