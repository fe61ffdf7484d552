#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/stat.h>

#define SOCK_PATH "local.sock"

int main(void)
{
    struct sockaddr_un addr;
    int server, client, peer, n;
    char buf[32];

    unlink(SOCK_PATH);
    server = socket(AF_UNIX, SOCK_STREAM, 0);
    memset(&addr, 0, sizeof(struct sockaddr_un));
    addr.sun_family = AF_UNIX;
    strncpy(addr.sun_path, SOCK_PATH, sizeof(addr.sun_path) - 1);
    if (bind(server, (struct sockaddr *)&addr, sizeof(struct sockaddr_un)) < 0) {
        perror("bind");
        return 1;
    }
    listen(server, 1);
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(client, (struct sockaddr *)&addr, sizeof(addr)) == -1)
        return 2;
    peer = accept(server, NULL, NULL);
    write(client, "over a file", 11);
    n = read(peer, buf, sizeof(buf) - 1);
    buf[n] = '\0';
    printf("%d %s\n", n, buf);
    close(client);
    printf("%d\n", (int)read(peer, buf, 1));
    close(peer);
    close(server);
    printf("%d ", unlink(SOCK_PATH));
    printf("%d\n", unlink(SOCK_PATH));
    return 0;
}
