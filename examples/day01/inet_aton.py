"""As inet_addr, but the result goes straight into the address structure.

Run: python inet_aton.py
"""

from pysock import *


def main():
    addr = "127.232.124.79"
    addr_inet = struct.sockaddr_in()

    if not inet_aton(addr, addr_inet.sin_addr):
        error_handling("Conversion error")
    else:
        printf("Network ordered integer addr: %#x \n", addr_inet.sin_addr.s_addr)
    return 0


def error_handling(message):
    fputs(message, stderr)
    fputc("\n", stderr)
    exit(1)


if __name__ == "__main__":
    exit(main())
