"""The echo server of the classic kind: one client at a time, each piece answered with three dots."""
import socket
import sys

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
    listener.bind(("127.0.0.1", int(sys.argv[1])))
    listener.listen(5)
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, address = listener.accept()
        with connection:
            while True:
                data = connection.recv(1024)
                if not data:
                    break
                connection.sendall(data + b"...")
