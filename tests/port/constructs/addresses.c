#include <stdio.h>
#include <string.h>
#include <netdb.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

int main(void)
{
    struct in_addr a;
    struct in6_addr six;
    struct sockaddr_in sin, *in;
    struct sockaddr_storage storage;
    struct addrinfo hints, *res, *p;
    char text[INET6_ADDRSTRLEN], host[64], service[16];
    const char *inputs[] = {"10.0.0.1", "256.1.1.1", "1.2.3", "hello"};
    int i, error;

    for (i = 0; i < 4; i++)
        printf("%d ", inet_pton(AF_INET, inputs[i], &a));
    printf("%d\n", inet_aton("192.168.1.2", &a));
    printf("%s %x %x\n", inet_ntoa(a), ntohl(a.s_addr), ntohl(a.s_addr) & 0xff);
    inet_pton(AF_INET6, "2001:db8:0::1", &six);
    printf("%s %d\n", inet_ntop(AF_INET6, &six, text, sizeof(text)), six.s6_addr[1]);
    printf("%d\n", inet_addr("bad") == INADDR_NONE);
    printf("%04x %08x\n", htons(0x1234), htonl(0x12345678));

    memset(&storage, 0, sizeof(storage));
    in = (struct sockaddr_in *)&storage;
    in->sin_family = AF_INET;
    in->sin_port = htons(8080);
    in->sin_addr.s_addr = htonl(0x7f000001);
    printf("%d %zu\n", storage.ss_family == AF_INET, sizeof(*in));
    error = getnameinfo((struct sockaddr *)in, sizeof(*in), host, sizeof(host), service,
                        sizeof(service), NI_NUMERICHOST | NI_NUMERICSERV);
    printf("%d %s %s\n", error, host, service);

    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST;
    error = getaddrinfo("127.0.0.7", "9190", &hints, &res);
    for (p = res; p != NULL; p = p->ai_next) {
        memcpy(&sin, p->ai_addr, p->ai_addrlen);
        printf("%d %s %d\n", error, inet_ntoa(sin.sin_addr), ntohs(sin.sin_port));
    }
    freeaddrinfo(res);
    error = getaddrinfo("not a number", NULL, &hints, &res);
    printf("%d\n", error == EAI_NONAME);
    return 0;
}
