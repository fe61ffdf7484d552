// arguments: -p 9190 -v file
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int c, port = 0, verbose = 0;

    while ((c = getopt(argc, argv, "p:v")) != -1) {
        switch (c) {
        case 'p':
            port = atoi(optarg);
            break;
        case 'v':
            verbose = 1;
            break;
        default:
            return 2;
        }
    }
    printf("%d %d %s\n", port, verbose, argv[optind]);
    return 0;
}
