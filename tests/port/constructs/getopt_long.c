// arguments: --port=80 file --verbose --nam x -w --quiet
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static int verbose, quiet;

static struct option options[] = {
    {"port", required_argument, NULL, 'p'},
    {"name", required_argument, 0, 'n'},
    {"verbose", no_argument, &verbose, 1},
    {"quiet", no_argument, &quiet, 5},
    {"wait", optional_argument, 0, 'w'},
    {0, 0, 0, 0},
};

int main(int argc, char *argv[])
{
    int c, index = -1;

    while (1) {
        c = getopt_long(argc, argv, "p:n:w::", options, &index);
        if (c == -1)
            break;
        printf("%d %s index %d optind %d\n", c, optarg ? optarg : "-", index, optind);
        if (c == 0)
            printf("  %s\n", options[index].name);
    }
    printf("%d %d %s\n", verbose, quiet, argv[optind]);
    return 0;
}
