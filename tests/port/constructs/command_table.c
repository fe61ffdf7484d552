#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int total;

static int do_add(int argc, char **argv)
{
    int i;
    for (i = 1; i < argc; i++)
        total += atoi(argv[i]);
    return 0;
}
static int do_show(int argc, char **argv) { printf("total %d (%s)\n", total, argv[0]); return 0; }
static int do_reset(int argc, char **argv) { total = argc > 1 ? atoi(argv[1]) : 0; return 0; }
static int do_quit(int argc, char **argv) { (void)argc; (void)argv; return 1; }

static const struct command {
    const char *name;
    int (*run)(int, char **);
    int least;
} commands[] = {
    {"add", do_add, 1},
    {"show", do_show, 0},
    {"reset", do_reset, 0},
    {"quit", do_quit, 0},
    {NULL, NULL, 0},
};

static int execute(char *line)
{
    char *words[8];
    int n = 0;
    const struct command *c;

    words[n] = strtok(line, " \n");
    while (words[n] != NULL && n < 7)
        words[++n] = strtok(NULL, " \n");
    if (n == 0)
        return 0;
    for (c = commands; c->name != NULL; c++) {
        if (strcmp(c->name, words[0]) == 0) {
            if (n - 1 < c->least) {
                printf("%s: too few arguments\n", c->name);
                return 0;
            }
            return c->run(n, words);
        }
    }
    printf("%s: unknown\n", words[0]);
    return 0;
}

int main(void)
{
    char lines[][32] = {"add 1 2 3\n", "show\n", "add\n", "nonsense\n", "\n", "reset 40\n",
                        "add 2\n", "show now\n", "quit\n", "show\n"};
    int i;

    for (i = 0; i < 10; i++)
        if (execute(lines[i])) {
            printf("bye at %d\n", i);
            break;
        }
    return 0;
}
