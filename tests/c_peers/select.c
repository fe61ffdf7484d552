/* Waits for the console, but no longer than a while. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

#define BUF_SIZE 30
#define PAUSE 5000 /* milliseconds */

int
main(int argc, char *argv[])
{
    fd_set reads, temps;
    int result, pause_ms;
    ssize_t str_len;
    char buf[BUF_SIZE];
    struct timeval timeout;

    if (argc > 2) {
        printf("Usage : %s [milliseconds]\n", argv[0]);
        exit(1);
    }
    pause_ms = argc == 2 ? atoi(argv[1]) : PAUSE;

    FD_ZERO(&reads);
    FD_SET(0, &reads);

    while (1) {
        /* select() leaves its marks in both: each turn needs fresh ones */
        temps = reads;
        timeout.tv_sec = pause_ms / 1000;
        timeout.tv_usec = pause_ms % 1000 * 1000;
        result = select(1, &temps, 0, 0, &timeout);
        if (result == -1) {
            puts("select() error!");
            break;
        }
        if (result == 0) {
            puts("Time-out!");
        } else if (FD_ISSET(0, &temps)) {
            str_len = read(0, buf, BUF_SIZE - 1);
            if (str_len <= 0)
                break;
            buf[str_len] = 0;
            printf("message from console: %s", buf);
        }
    }
    return 0;
}
