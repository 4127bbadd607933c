"""What is wrong with a training, by its log.

    from adamedu.doctor import diagnose, read, told

    print(told(diagnose(read(text))))

`logs` reads, `levels` measures, `illnesses` holds the tests, `advice` the words, and
`examples` simulates each illness. All of it runs in the page, too.
"""

from adamedu.doctor.diagnosis import diagnose as diagnose
from adamedu.doctor.diagnosis import told as told
from adamedu.doctor.logs import read as read
