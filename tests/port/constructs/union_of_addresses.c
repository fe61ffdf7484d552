#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>
#include <netdb.h>
#include <arpa/inet.h>
#include <unistd.h>
#include <ifaddrs.h>
#include <net/if.h>
union addr {
    struct sockaddr sa;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un un;
    struct sockaddr_storage ss;
};
const char *show(const struct sockaddr *sa, char *out, size_t n)
{
    switch (sa->sa_family) {
    case AF_INET: {
        struct sockaddr_in *p = (struct sockaddr_in *)sa;
        char b[INET_ADDRSTRLEN];
        snprintf(out, n, "%s:%d", inet_ntop(AF_INET, &p->sin_addr, b, sizeof(b)),
                 ntohs(p->sin_port));
        break;
    }
    case AF_INET6: {
        const struct sockaddr_in6 *p = (const void *)sa;
        char b[INET6_ADDRSTRLEN];
        snprintf(out, n, "[%s]:%d", inet_ntop(AF_INET6, &p->sin6_addr, b, sizeof b),
                 ntohs(p->sin6_port));
        break;
    }
    case AF_UNIX:
        snprintf(out, n, "unix:%s", ((struct sockaddr_un *)sa)->sun_path);
        break;
    default:
        return "?";
    }
    return out;
}
int main(void)
{
    union addr a;
    char buf[80];
    int l, c, d, n;
    socklen_t len;
    struct sockaddr_storage st;
    struct ifaddrs *ifs, *i;
    int lo = 0;
    struct servent *se;
    struct protoent *pe;
    memset(&a, 0, sizeof a);
    a.v4.sin_family = AF_INET;
    inet_pton(AF_INET, "10.1.2.3", &a.v4.sin_addr);
    a.v4.sin_port = htons(8080);
    puts(show(&a.sa, buf, sizeof buf));
    memset(&a, 0, sizeof(a));
    a.v6.sin6_family = AF_INET6;
    a.v6.sin6_addr = in6addr_loopback;
    puts(show((struct sockaddr *)&a, buf, sizeof(buf)));
    memset(&a, 0, sizeof a);
    a.un.sun_family = AF_UNIX;
    strcpy(a.un.sun_path, "sock");
    puts(show(&a.sa, buf, sizeof buf));
    unlink("sock");
    l = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(l, &a.sa, sizeof(a.un));
    listen(l, 1);
    c = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(c, (struct sockaddr *)&a.un, sizeof(struct sockaddr_un));
    len = sizeof(st);
    d = accept(l, (struct sockaddr *)&st, &len);
    printf("%d %d\n", st.ss_family == AF_UNIX, (int)len);
    write(c, "hi", 3);
    read(d, buf, 3);
    puts(buf);
    unlink("sock");
    se = getservbyname("http", "tcp");
    if (se)
        printf("%d\n", ntohs(se->s_port));
    pe = getprotobyname("tcp");
    if (pe)
        printf("%d\n", pe->p_proto);
    printf("%d\n", inet_pton(AF_INET, "1.2.3", buf));
    printf("%x\n", ntohl(inet_network("1.2.3.4")));
    return 0;
}
