// arguments: -v -n 3 --name=pysock -abc file1 file2 -- -x
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    int verbose, number;
    const char *name;
    unsigned flags;
} options = { .number = 1, .name = "none" };

static void usage(const char *program)
{
    fprintf(stderr, "usage: %s [-v] [-n number] [--name=name] files\n", program);
    exit(64);
}

static int short_options(char *argv[], int i)
{
    const char *p;
    for (p = argv[i] + 1; *p; p++) {
        switch (*p) {
        case 'v':
            options.verbose++;
            break;
        case 'n':
            if (p[1]) {
                options.number = atoi(p + 1);
                return 0;
            }
            if (argv[i + 1] == NULL)
                usage(argv[0]);
            options.number = atoi(argv[i + 1]);
            return 1;
        default:
            if (*p < 'a' || *p > 'z')
                usage(argv[0]);
            options.flags |= 1u << (*p - 'a');
        }
    }
    return 0;
}

int main(int argc, char *argv[])
{
    int i, files = 0, only_files = 0;

    for (i = 1; i < argc; i++) {
        if (only_files || argv[i][0] != '-')
            printf("file %d: %s\n", ++files, argv[i]);
        else if (!strcmp(argv[i], "--"))
            only_files = 1;
        else if (!strncmp(argv[i], "--name=", 7))
            options.name = argv[i] + 7;
        else
            i += short_options(argv, i);
    }
    printf("%d %d %s %x\n", options.verbose, options.number, options.name, options.flags);
    return files;
}
