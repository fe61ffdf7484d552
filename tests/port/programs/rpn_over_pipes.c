#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

typedef struct { char op; int a, b; } request;
typedef struct { int ok; int value; } answer;

static int requests[2], answers[2];

static void serve(void)
{
    request r;
    answer a;
    int served = 0;

    while (read(requests[0], &r, sizeof r) == sizeof(r)) {
        a.ok = 1;
        switch (r.op) {
        case '+': a.value = r.a + r.b; break;
        case '-': a.value = r.a - r.b; break;
        case '*': a.value = r.a * r.b; break;
        case '/':
            if (r.b == 0) a.ok = 0;
            else a.value = r.a / r.b;
            break;
        default: a.ok = 0;
        }
        served++;
        write(answers[1], &a, sizeof a);
    }
    exit(served);
}

static int ask(char op, int a, int b, int *value)
{
    request r = {op, a, b};
    answer result;

    memset(&r, 0, sizeof r);
    r.op = op;
    r.a = a;
    r.b = b;
    write(requests[1], &r, sizeof(r));
    read(answers[0], &result, sizeof(result));
    *value = result.value;
    return result.ok;
}

int main(void)
{
    int stack[16], top, status, value;
    char line[80], *word, *end;
    long n;
    pid_t child;

    pipe(requests);
    pipe(answers);
    if ((child = fork()) == 0) {
        close(requests[1]);
        close(answers[0]);
        serve();
    }
    close(requests[0]);
    close(answers[1]);
    while (fgets(line, sizeof line, stdin)) {
        top = 0;
        for (word = strtok(line, " \n"); word; word = strtok(NULL, " \n")) {
            n = strtol(word, &end, 10);
            if (*end == '\0') {
                stack[top++] = n;
            } else if (top < 2 || !ask(*word, stack[top - 2], stack[top - 1], &value)) {
                printf("cannot %s\n", word);
                top = 0;
                break;
            } else {
                top--;
                stack[top - 1] = value;
            }
        }
        if (top > 0)
            printf("%d\n", stack[--top]);
    }
    close(requests[1]);
    waitpid(child, &status, 0);
    printf("%d requests\n", WEXITSTATUS(status));
    return 0;
}
