/* Dotted text to a number in network order; 256 fits no byte, so the second text fails. */
#include <arpa/inet.h>
#include <stdio.h>

static void show(const char *addr);

int
main(void)
{
    const char *addr1 = "1.2.3.4";
    const char *addr2 = "1.2.3.256";

    show(addr1);
    show(addr2);
    return 0;
}

static void
show(const char *addr)
{
    in_addr_t conv_addr = inet_addr(addr);

    if (conv_addr == INADDR_NONE)
        printf("Error occured! \n");
    else
        printf("Network ordered integer addr: %#lx \n", (unsigned long)conv_addr);
}
