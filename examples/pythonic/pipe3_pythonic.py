"""Two directions: a child with a channel is connected to its parent, and needs no second pipe.

Run: python pipe3_pythonic.py
"""

from pysock import Child


def main():
    with Child(talk, channel=True) as child:
        question = child.channel.recv(30)
        child.channel.sendall(b"Thank you for your message\0")
        print("Parent proc output:", question.rstrip(b"\0").decode(), "")


def talk(channel):
    channel.sendall(b"Who are you?\0")
    print("Child proc output:", channel.recv(30).rstrip(b"\0").decode(), "")


if __name__ == "__main__":
    main()
