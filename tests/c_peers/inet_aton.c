/* As inet_addr, but the result goes straight into the address structure. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

static void error_handling(const char *message);

int
main(void)
{
    const char *addr = "127.232.124.79";
    struct sockaddr_in addr_inet;

    if (!inet_aton(addr, &addr_inet.sin_addr))
        error_handling("Conversion error");
    else
        printf("Network ordered integer addr: %#x \n", addr_inet.sin_addr.s_addr);
    return 0;
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
