/* file transfer: the client names a file, the server sends its length and contents */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>

#define BUFSIZE 30

static int make_server(int port)
{
    int sd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in addr;

    bzero((char *)&addr, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_port = htons(port);
    addr.sin_addr.s_addr = INADDR_ANY;
    setsockopt(sd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(sd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
        perror("bind");
        exit(1);
    }
    listen(sd, 5);
    return sd;
}

static int read_name(int ns, char *name, int max)
{
    int n = 0;
    char c;
    while (n < max - 1 && read(ns, &c, 1) == 1 && c != '\n')
        if (c != '\r')
            name[n++] = c;
    name[n] = '\0';
    return n;
}

int main(int argc, char **argv)
{
    int sd, ns, fd, n, sent, served = 0;
    char name[64], buf[BUFSIZE];
    struct stat st;

    fd = open("song.txt", O_CREAT | O_WRONLY | O_TRUNC, 0644);
    for (n = 0; n < 20; n++)
        dprintf(fd, "%02d 동해물과 백두산이\n", n);
    close(fd);
    sd = make_server(atoi(argv[1]));
    while (served < 3) {
        ns = accept(sd, NULL, NULL);
        while (read_name(ns, name, sizeof(name)) > 0) {
            if (stat(name, &st) == -1 || !S_ISREG(st.st_mode)) {
                write(ns, "-1\n", 3);
                printf("no %s\n", name);
                continue;
            }
            n = snprintf(buf, sizeof(buf), "%ld\n", (long)st.st_size);
            write(ns, buf, n);
            fd = open(name, O_RDONLY);
            sent = 0;
            while ((n = read(fd, buf, BUFSIZE)) > 0) {
                write(ns, buf, n);
                sent += n;
            }
            close(fd);
            printf("%s: %d bytes\n", name, sent);
        }
        close(ns);
        served++;
    }
    return 0;
}
