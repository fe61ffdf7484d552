"""A user's mistakes: each line with `# error:` is one that a type checker must refuse."""

import pysock
from pysock import Child, FdSet, Pipe, Poller, Socket, Stream, create_server, htons

print(pysock.SOCK_STREEM)  # error: no such constant
print(pysock.strcpyy)  # error: no such function
htons("9190")  # error: a number
name: str = pysock.AF_INET  # error: a number
pysock.sleep()  # error: one argument
Socket(type="stream")  # error: a number
text: str = Stream("file", "rb").read()  # error: bytes
data: bytes = Stream("file").readline()  # error: text
Stream("file", "rz")  # error: no such mode
Pipe().writer.read()  # error: the other end
Poller().register("sock")  # error: no descriptor
FdSet(["0"])  # error: no descriptor
Child(3)  # error: no function
create_server(9190)  # error: no address
print(data, name, text)
