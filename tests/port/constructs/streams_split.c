#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>

int main(void)
{
    int pair[2];
    FILE *readfp, *writefp, *peer;
    char buf[64];
    int lines = 0;

    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    readfp = fdopen(pair[0], "r");
    writefp = fdopen(dup(pair[0]), "w");
    peer = fdopen(pair[1], "r+");
    if (!readfp || !writefp || !peer)
        exit(1);
    fputs("FROM SERVER: Hi~ client?\n", writefp);
    fprintf(writefp, "%d %s\n", 42, "answers");
    fflush(writefp);
    shutdown(fileno(writefp), SHUT_WR);
    fclose(writefp);
    while (fgets(buf, sizeof(buf), peer) != NULL) {
        printf("%d: %s", ++lines, buf);
    }
    fputs("FROM CLIENT: Thank you!\n", peer);
    fflush(peer);
    fgets(buf, sizeof(buf), readfp);
    fputs(buf, stdout);
    fclose(peer);
    printf("%s\n", fgets(buf, sizeof(buf), readfp) == NULL ? "end" : "more");
    fclose(readfp);
    return lines;
}
