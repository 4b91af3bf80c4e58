"""Given names that are common in Finland, to tell “Virtanen Matti” from “Matti Virtanen”.

Written from general knowledge; a name that is missing here is still understood when
a surname stands beside it or it has a capital letter.
"""

from typing import Final

from hyteterm.domain.quick_entry.words import fold

_NAMES: Final = """
Aada Aaliyah Aamos Aapeli Aapo Aaro Aaron Aarne Aarni Aarno Aarre Aarto Aatos Aatu Abdi Abdul
Abdullah Abdullahi Ada Adam Adele Adrian Aki Agneta Ahmad Ahmed Ahti Ahto Aida Aila Aili Aimo Aina Aini
Aino Ainikki Aira Airi Aisha Akseli Alan Albert Aleksander Aleksandr Aleksandra Aleksei Aleksi Aleksanteri
Alexander Alexandra Alfred Ali Alice Alina Alisa Alli Allan Alma Alpo Alva Alvar Alvin Amal Amalia Amanda
Amelia Amin Amina Aminata Amir Amira Ana Anas Anastasia Anders Anders Andrei Andrea Andreas Andrey
Andrew Angela Angelica Anita Anitta Anja Anna Annamari Anne Anneli Annemari Anni Annica Annie Anniina Annika
Annikka Annikki Annukka Anselmi Anssi Antero Anton Antonio Antti Anu Anya Ari Arja Armas Armi Arne
Arto Arttu Arttur Artturi Artur Arvi Arvid Arvo Asko Asta Astrid Atte Atso August Auli Aulikki Aulis Aune Aura Aurora
Auvo Axel Barbro Beata Beatrice Benjamin Bengt Berit Bertel Birgit Birgitta Bjarne Björn Bo Boris
Börje Bruno Camilla Carina Carita Carl Carola Caroline Catarina Cecilia Charlotta Charlotte Christa
Christer Christian Christina Christine Christoffer Clara Daniel Daniela Dan David Dennis Denis
Diana Dina Dmitri Dmitry Doris Ebba Edit Edith Edvard Edvin Eeli Eelis Eemeli Eemi Eero Eerik Eerika Eerikki
Eetu Eeva Eevi Eevert Eikka Eija Eila Eili Eini Einar Eine Eino Eira Eliel Elias Elina Eliisa Elin Elisa Elisabet
Elisabeth Elise Eljas Ella Ellen Elli Elina Elma Elmeri Elmo Elna Elo Elsa Elsi Elvi Elviira Elvira Emil Emilia
Emma Emmi Emmanuel Enni Ensio Erja Erica Erik Erika Erkka Erkki Erna Ernesti Ernst Esa Esko Essi Ester Esteri
Eugen Eva Eveliina Evelina Fadumo Faisal Fanni Fanny Farah Farid Fatima Fatma Fatuma Felix Feliks
Filip Fiona Folke Frank Frans Fredrik Frida Frej Fritjof Gabriel Gabriella Galina Georg George Gerd
Gitta Greta Gun Gunborg Gunilla Gunnar Gunnel Gustaf Gustav Göran Göta Habiba Halima Hamza Hanna Hannakaisa
Hanne Hannele Hannes Hannu Hans Harald Harri Harry Hassan Hasan Heidi Heikki Heimo Heini Heino
Heli Helena Helga Helge Heljä Helka Hella Hellevi Helli Hellin Helmer Helmi Helmut Helvi Henna Henni Henri Henriikka Henrik Henrika
Henry Hermanni Herman Hertta Hilda Hilja Hilkka Hilla Hillevi Hilma Hugo Hussein Ibrahim Ida Ieva Igor Iia
Iida Iina Iines Iiris Iiro Iivari Iivo Ilari Ilja Ilkka Ilma Ilmari Ilmo Ilona Ilpo Imran
Ina Inari Inga Inger Ingegerd Ingrid Ingmar Inka Inkeri Inna Inni Into Ira Irene Irina Iris Irja Irma Irmeli
Isabella Isak Isla Ismail Ismo Isto Ivan Ivar Jaakkima Jaakko Jaakob Jaana Jaani Jade Jakob Jalmari
Jalo Jamal James Jan Jani Janica Janika Janina Janita Janna Janne Jannica Jannika Jarkko Jari Jarl Jarmo Jarno Jasmin
Jasmina Jasper Jean Jeanette Jenna Jenni Jennifer Jenny Jere Jeremias Jerry Jesse Jessica Jim Jimi Jimmy Joakim
Joanna Joel Joona Joonas Joni Johan Johanna Johannes John Jonas Jonatan Jonna Jonne Joosef Jooseppi Jorma Josef
Josefiina Josefin Josefina Jose Josephine Jouko Jouni Juha Juhana Juhani Juho Jukka Jukkapekka Julia Julius Juliana Jussi
Justiina Justus Juulia Juuli Juuso Jyri Jyrki Jörgen Kaapo Kaapro Kaarina Kaarle Kaarlo Kadri Kai Kaido
Kaija Kaiju Kaino Kaisa Kaj Kalervo Kalevi Kalle Kalevi Kamilla Karen Kari Karin Karina Karita Karla Karl Karoliina
Karolina Kasper Kaspar Kasperi Katariina Katarina Kati Katja Katri Katriina Katrin Kauko Keijo Kerstin Kerttu Kert
Khadija Khaled Khalid Kia Kielo Kim Kimi Kimmo Kirill Kirsi Kirsti Kirsikka Kjell Klaara Klara Klaus Konsta Konstantin
Kosti Krista Kristel Kristian Kristiina Kristina Kristo Kristoffer Kullervo Kustaa Kyllikki Kyösti Laila Lari
Larisa Lars Lasse Lassi Laura Lauri Laina Lea Leea Leena Leevi Leif Leila Leila Lempi Lena Leni Leno Lennart Leo Leon
Leonid Leonora Liam Lida Lidia Lilian Lilja Lilli Linda Linnea Linus Liina Liisa Liisi Lilli Lina Livia
Lotta Louise Lucas Ludmila Luca Luka Lukas Lumi Luna Luukas Lyyli Lyydia Maaria Maarit Maarika Maariya Maija Maiju
Maikki Maila Maire Mairo Maisa Maj Maja Malin Malla Manu Maia Marcus Margareta Margaretha Margarita Margit
Maria Mariam Marianna Marianne Marie Marika Mariia Mariina Mariitta Marina Mario Marita Maritta Marja Marjaana Marjatta Marjo
Marjukka Marjut Marketta Markku Marko Markus Marleena Martin Martina Martta Martti Mary Maryam Mathias
Mathilda Matias Matilda Matleena Mats Matti Mattias Matts Mauno Mauri Mauritz Max Maxim Maksim Meeri Meri Merja
Merita Mervi Mia Micaela Michael Michelle Miika Miikka Miia Miina Miisa Miira Miko Milan Mika Mikael Mikaela Mikhail
Mikko Milka Milla Milja Milo Mimi Minea Minerva Minna Mio Mira Miranda Mirja Mirjam Mirjami Mirka
Mirkka Miro Mirva Moa Mohamed Mohammad Mohammed Mona Monica Monika Muhammad Mustafa Nadia Nadja Naima Najib Nanna
Naomi Nasir Natalia Nataliia Natalie Natalja Natasha Neea Neela Nelli Nella Nestori Nick Nicklas Niclas Nico Nicolas
Nicole Niila Niilo Niina Niklas Niko Nikita Nikke Niko Nikola Nikolai Nils Nina Nino Noa Noah Noel Noora Nora
Nooa Nour Nuutti Oiva Okko Ola Olavi Oleg Olga Olena Olli Ollimatti Olle Olof Oluf Omar Onerva Onni Onerva Oona
Orvokki Oskar Oskari Osman Osmo Ossi Otso Otto Outi Paavali Paavo Pasi Patricia Patrick Patrik Paul Paula Pauli
Pauliina Paulina Pavel Pedro Peggy Pehr Pekka Penni Pentti Per Perttu Pertti Peter Petra Petri Petter
Petteri Petrus Pia Pihla Piia Pilvi Pinja Pinja Pirita Pirjo Pirkka Pirkko Pirkkoliisa Pontus Pyry Päivi Päiviö
Päivikki Raafael Raakel Rabia Rachel Rahma Raija Raila Raili Raimo Raine Raisa Ralf Rami Ramin Ramona Rasmus Rauha
Rauli Rauni Rauno Rebecca Rebekka Reetta Regina Reeta Reija Reijo Reima Reino Remu Rene Renja Rene Riia
Riikka Riina Riitta Riku Rikhard Rikard Risto Rita Ritva Robert Robin Roger Roine Roland Rolf Roma Roni Ronja Roope
Roosa Rosa Rose Ruben Runar Rurik Ruth Ruut Saana Saara Saga Said Saija Saila Saima Salla Sallamari Salli Salme
Salim Salman Sami Sameli Samir Samira Samu Samuel Samuli Sampo Samuli Sandra Sanelma Sani Sanna Sanni Sara Sari
Sarita Sarlotta Satu Saul Seela Seija Seppo Sergei Sergey Senja Senni Sigrid Siiri Silja Silva Silvia Simo Simon Simone
Sini Sinikka Sirkka Sirkku Sirke Siri Sirpa Siv Sofia Sofie Soile Soili Soini Solja Solveig Sonja Sophia Stefan
Stella Sten Stig Stina Sulo Suoma Susan Susanna Susanne Suvi Svante Svea Sven Svetlana Sylvi Sylvia Taavetti Taavi Taija Taimi Taina Tahvo Taneli Tanja Tapani Tapio Tapsa Taru Tarja Tarmo Tatiana Tatjana
Tatu Tauno Teea Teemu Teija Teijo Tenho Teppo Terhi Teresa Terho Terttu Tero Terhikki Thomas Tia Tiia Tiina Tilda
Tiitus Timo Timi Titta Toini Toivo Tom Tomas Tomi Tommi Tommy Toni Tony Topi Topias Torsten Toomas
Touko Tove Tuija Tuire Tuomas Tuomo Tuukka Tuula Tuulia Tuulikki Tuure Tyyne Tyyni Tytti Ulf Ulla Ulpu Ulrika
Unto Uolevi Urho Urpo Usko Vadim Valdemar Valentin Valentina Valeria Valma Valpuri Valto Valter Vanessa
Veera Veijo Veikka Veikko Veli Venla Vera Verna Verneri Vesa Vieno Viktor Viktoria Vilhelm Vilhelmiina Vilho Viljami
Viljo Vilja Ville Vilma Viola Viivi Vivian Vivi Vladimir Volodymyr Väinö Waltteri Werner Wilhelm Wilma Wille Yahya Yasmin
Yasin Yasir Ylermi Yrjö Yngve Yuri Yusuf Yulia Zahra Zainab Åke Åsa Äijö Örjan Östen
Aava Abebe Adalmiina Adnan Ainomaija Alena Alli-Maija Andriy Anjali Anna-Kaisa Anna-Liisa
Annaliisa Annamaija Annastiina Anne-Mari Anneke Annette Ansa Ansku Aram Arhippa Arjun Arska Asad
Asif Aslak Asser Ayaan Ayan Beda Benita Bertta Bilal Birgitte Bogdan Carlos Catharina Chen Conny
Daavid Dagmar Deepak Diego Dilnaz Dorrit Einari Elena Elof Emine Eskil Esra Evert Faiza Farhad
Fawzia Gulnara Gunvor Hamid Hanan Hanni Helmiina Hely Hessu Hilppa Hjördis Hodan Huong Iisakki
Iman Impi Ioana Iryna Jaan Jamila Janette Javier Jonathan Juan Kaisu Kamal Karim Katarzyna Kiia
Kreeta Kseniya Lahja Lauha Layla Leyla Lumia Lyudmila Magnus Mahdi Mahmoud Maija-Liisa Mailis
Maini Mandi Marek Maunu Mehmet Merike Mimmi Minh Minttu Moona Naemi Najma Nasra Nea Nette
Nurul Oili Oksana Oleksandr Oliver Olivia Orvo Ossian Otteli Peetu Peik Pekko Peppi Phuong Piotr
Piritta Polina Priya Rabbe Ragnar Rainer Raj Rajesh Rashid Reza Roman Ruslan Saeed Sahra Saimi
Saini Samppa Sana Sandeep Santeri Santtu Satu-Maria Selma Severi Shirin Siham Siina Sirkka-Liisa
Sohvi Sulho Sunita Suresh Taisto Talvikki Taras Tea Tellervo Tetiana Tiiu Trang Tuan Tuovi Ture
Tyko Tyyra Uljas Ursula Uuno Vanamo Vappu Vasyl Veli-Matti Verner Virpi Virva Virve Voitto Vuokko
Xiao Yana Ylva Youssef Yuliia Yusra Zeinab
"""

GIVEN_NAMES: Final = frozenset(fold(name) for name in _NAMES.split())
"""Folded."""
