"""A child opens a file and hands the open descriptor to its parent, which reads the file.

Run: python fd_pass_pythonic.py news.txt
"""

import sys

from pysock import Child, Rights, control_space, receive_message, send_message

BUF_SIZE = 1024


def main(name):
    with Child(send_file, name, channel=True) as child:
        message = receive_message(child.channel, 1, control_space(4))
        for fd in message.take_descriptors():
            with open(fd, "rb") as file:
                while data := file.read(BUF_SIZE):
                    sys.stdout.buffer.write(data)
    return child.status.code


def send_file(channel, name):
    with open(name, "rb") as file:
        send_message(channel, b"\0", [Rights([file.fileno()])])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"Usage : {sys.argv[0]} <file>")
    sys.exit(main(sys.argv[1]))
