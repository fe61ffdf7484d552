"""Address to names.

Run: python gethostbyaddr_pythonic.py 127.0.0.1
"""

import socket
import sys


def main(ip):
    show(*socket.gethostbyaddr(ip))


def show(official, aliases, addresses):
    print(f"Official name: {official} ")
    for number, alias in enumerate(aliases, 1):
        print(f"Aliases {number}: {alias} ")
    print("Address type: AF_INET ")
    for number, address in enumerate(addresses, 1):
        print(f"IP addr {number}: {address} ")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <IP>")
    main(sys.argv[1])
