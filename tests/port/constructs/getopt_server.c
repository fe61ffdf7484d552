// arguments: one -vvp 9190 two -h localhost -x -q -- -n three
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char *optarg;
extern int optind, opterr, optopt;

static char *host = "127.0.0.1";

static void skip(void)
{
    optind++;
}

int main(int argc, char *argv[])
{
    int c, i, first, port = 0, verbose = 0;
    char copy[20] = "";
    char *last = NULL;

    opterr = 0;
    while ((c = getopt(argc, argv, ":p:h:vq:")) != -1) {
        switch (c) {
        case 'p':
            port = atoi(optarg);
            strcpy(copy, optarg);
            last = optarg;
            break;
        case 'h':
            host = optarg;
            break;
        case 'v':
            verbose++;
            if (optarg == NULL)
                printf("no argument\n");
            break;
        case ':':
            printf("-%c lacks its argument\n", optopt);
            break;
        case '?':
            printf("-%c is unknown\n", optopt);
            break;
        default:
            printf("%c %s %c\n", c, optarg ? optarg : "none", optarg[0]);
        }
    }
    printf("%d %s %s %s %d\n", port, copy, last, host, verbose);
    first = optind;
    printf("%d left from %d on\n", argc - optind, first);
    for (i = optind; i < argc; i++)
        printf("argv[%d] = %s\n", i, argv[i]);
    if (optind < argc)
        printf("%s\n", argv[optind++]);
    skip();
    printf("%d %d %s\n", optind, first, optind == argc ? "end" : argv[optind]);
    argc -= optind;
    argv += optind;
    for (i = 0; i < argc; i++)
        printf("%d: %s\n", i, argv[i]);
    optind = 1;
    return getopt(1, argv, "a") == -1 ? 3 : 4;
}
