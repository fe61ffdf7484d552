#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    unsigned short host_port = 0x1234;
    unsigned long host_addr = 0x12345678;
    struct sockaddr_in addr;
    char *str;
    char kept[20];

    printf("%#x %#lx\n", htons(host_port), (unsigned long)htonl(host_addr));
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = inet_addr("1.2.3.4");
    addr.sin_port = htons(9190);
    printf("%#x %d\n", addr.sin_addr.s_addr, ntohs(addr.sin_port));
    str = inet_ntoa(addr.sin_addr);
    strcpy(kept, str);
    addr.sin_addr.s_addr = htonl(0x01010101);
    inet_ntoa(addr.sin_addr);
    printf("%s %s\n", str, kept);
    if (inet_addr("1.2.3.256") == INADDR_NONE)
        printf("error\n");
    if (!inet_aton("127.232.124.79", &addr.sin_addr))
        return 1;
    printf("%s %zu\n", inet_ntoa(addr.sin_addr), sizeof(struct sockaddr_in));
    return 0;
}
